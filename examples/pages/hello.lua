local name = query.name or "stranger"

if #name > 100 then
  response.setStatusCode(400)
  print("That is no name.")
  return
end

print("<!doctype html>")
print("<title>Hello</title>")
print("<p>Hello, " .. escape(name) .. "!</p>")
print('<form>Your name: <input name="name"> <button>Say hello</button></form>')
