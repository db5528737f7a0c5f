/**
 * The part of the CraftOS environment that needs Node: folders on a disk as mounts.
 */
export { FolderMount, type FolderMountOptions } from "./folder-mount.js";
