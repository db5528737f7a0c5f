// `craftos-http test` runs this: the server on a computer beside the test, in virtual time.

import * as simulation from "craftos.simulation";

describe("the server", () => {
  it("says hello", () => {
    const server = simulation.new({ program: "main.ts" });
    const response = server.request(0, { path: "/world" });
    server.run();
    expect(response).matches({ status: 200, body: "Hello, /world!\n" });
  });
});
