// A JSON API in TypeScript: lists of things to do, checked before they are stored, with craftos.web.
// Try it:  curl -d '{"text":"mine coal"}' http://127.0.0.1:8080/todos ; curl http://127.0.0.1:8080/todos
//          curl -X PATCH -d '{"isDone":true}' http://127.0.0.1:8080/todos/1

import { app, fail, type Request } from "craftos.web";

interface Todo {
  readonly id: number;
  text: string;
  isDone: boolean;
}

const todos = new Map<number, Todo>();
let lastId = 0;

/** What a client may set. */
function readChange(request: Request): Partial<Pick<Todo, "text" | "isDone">> {
  const change = request.json() as Partial<Todo> | undefined;
  if (typeof change !== "object") return fail(400, "an object is expected");
  const { text, isDone } = change;
  if (text !== undefined && typeof text !== "string") fail(400, "text: a string is expected");
  if (isDone !== undefined && typeof isDone !== "boolean")
    fail(400, "isDone: true or false is expected");
  return { text, isDone };
}

function find(request: Request): Todo {
  return todos.get(Number(request.params.id)) ?? fail(404, `there is no todo ${request.params.id}`);
}

app.use((request, _response, next) => {
  next();
  print(`${request.method} ${request.path}`);
});

app.get("/todos", (request) => {
  const wanted = request.query.done;
  const found = [...todos.values()].filter(
    ({ isDone }) => wanted === undefined || `${isDone}` === wanted,
  );
  return { count: found.length, todos: found.length > 0 ? found : textutils.empty_json_array };
});

app.post("/todos", (request, response) => {
  const { text, isDone = false } = readChange(request);
  if (text === undefined || text === "") return fail(400, "text: a string is expected");
  const todo = { id: ++lastId, text, isDone };
  todos.set(todo.id, todo);
  return response.status(201).header("Location", `/todos/${todo.id}`).json(todo);
});

app.get("/todos/:id", (request) => find(request));

app.patch("/todos/:id", (request) => Object.assign(find(request), readChange(request)));

app.delete("/todos/:id", (request) => {
  todos.delete(find(request).id);
  return 204;
});

const [port = "8080"] = [...$vararg];
app.listen(Number(port));
