/**
 * Imports what is not in the bundle: code that was kept compiled cannot do it by itself.
 */
"use strict";

module.exports = (name) => import(name);
