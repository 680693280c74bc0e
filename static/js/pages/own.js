/** All that networks of readers need and no other part of the page does: loaded when the first one is opened. */

import { createOwn } from "../api/own.js";
import { ownActions } from "../state/own_actions.js";

/**
 * @param {Omit<Parameters<typeof ownActions>[0], "api"> & { client: import("../api/client.js").Client }} parts
 */
export const createOwnActions = ({ client, ...parts }) => ownActions({ ...parts, api: createOwn(client) });
