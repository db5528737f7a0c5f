// Says hello to everybody who asks. `craftos-http run .` compiles it in memory and runs it.

http.listen(8080, (request, response) => {
  response.setResponseHeader("Content-Type", "text/plain; charset=utf-8");
  response.write(`Hello, ${request.getURL()}!\n`);
  response.close();
});
