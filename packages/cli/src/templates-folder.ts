/**
 * Where the templates of `craftos-http new` lie.
 */

/** The folder; the bundle and what it is made of are both in `dist`. */
export const TEMPLATES_FOLDER = new URL("../templates/", import.meta.url);
