/**
 * Texts under `/rom` that are no programs.
 */

/** The file `/rom/help/intro.txt`, which `help` shows when it is asked for nothing. */
export const HELP_INTRO = `This computer runs programs in Lua that answer HTTP requests.

"programs" lists what there is to run, "help <program>" says what one does, "help topics" lists all texts.
The libraries are described on https://tweaked.cc/.
`;

/** The file `/rom/motd.txt`, of which `motd` shows a line. */
export const MESSAGES_OF_THE_DAY = `http.listen(8080, function(request, response) response.close() end) is a server.
A callback of http.listen may sleep: others are served meanwhile.
response.flush() sends what was written so far.
"wget run <url>" runs a program from the network.
shell.openTab() runs a program beside this one.
`;
