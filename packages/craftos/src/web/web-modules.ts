/**
 * The files of the library `craftos.web`, by their paths below `/rom/modules/main`.
 */
import { WEB_CORS } from "./web-cors-source.js";
import { WEB_FORMS } from "./web-forms-source.js";
import { WEB_REQUEST } from "./web-request-source.js";
import { WEB_RESPONSE } from "./web-response-source.js";
import { WEB_ROUTES } from "./web-routes-source.js";
import { WEB_SOCKETS } from "./web-sockets-source.js";
import { WEB } from "./web-source.js";
import { WEB_STATIC } from "./web-static-source.js";

/** The files. */
export const WEB_MODULES: Readonly<Record<string, string>> = {
  "craftos/web.lua": WEB,
  "craftos/web/cors.lua": WEB_CORS,
  "craftos/web/forms.lua": WEB_FORMS,
  "craftos/web/request.lua": WEB_REQUEST,
  "craftos/web/response.lua": WEB_RESPONSE,
  "craftos/web/routes.lua": WEB_ROUTES,
  "craftos/web/sockets.lua": WEB_SOCKETS,
  "craftos/web/static.lua": WEB_STATIC,
};
