-- CraftOS's prompt: a shell on this folder, as on a computer in the game.
-- Try it:
--   npx craftos-http run --term prompt.lua
--   echo "ls" | npx craftos-http run prompt.lua
-- "programs" lists what there is, "help" says more, "exit" ends it. "bg" runs a server beside the prompt.

shell.run("shell")
