/**
 * The module `cc.require`: a `require` and a `package` for an environment of one's own. Source:
 * tweaked.cc, cc.require.
 */

/** The file `/rom/modules/main/cc/require.lua`, which is given the native. */
export const CC_REQUIRE = `-- Makes require and package. See https://tweaked.cc/library/cc.require.html

local make = ...

return { make = make }
`;
