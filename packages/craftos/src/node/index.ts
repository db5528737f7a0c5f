/**
 * The part of the CraftOS environment that needs Node: folders on a disk as mounts.
 * @module @craftos-http/craftos/node
 */
export { FolderMount, type FolderMountOptions } from "./folder-mount.js";
