/** The posture: what it is, and the one switch. */
import Type from "typebox";
import { topics } from "../../../core/topics.ts";
import { switchPosture } from "../../posture/posture.ts";
import { PostureLevel } from "../../posture/postures.ts";
import { touchedBy } from "../../posture/touched.ts";
import { postureView } from "../../posture/view.ts";
import type { Routes } from "../app.ts";
import { act, look } from "../deps.ts";
import { holdFreshBy } from "../etag.ts";
import { operatorOf } from "../guard.ts";
import { PostureTouched, PostureView } from "../posture-views.ts";
import { answers } from "../schema.ts";

const body = Type.Object(
  { level: PostureLevel, reason: Type.String({ maxLength: 2000, description: "which warning, or why it is over" }) },
  { additionalProperties: false },
);

export const postureRoutes: Routes = (app, deps) => {
  app.get(
    "/api/posture",
    {
      config: { right: "look", sight: "none" },
      schema: answers("readPosture", "The posture, and every switch there was", PostureView, 401),
    },
    async () => look(deps, postureView),
  );

  app.get(
    "/api/posture/devices",
    {
      config: { right: "posture" },
      schema: answers(
        "readPostureDevices",
        "How many devices a posture can touch, by what they measure and by class",
        Type.Array(PostureTouched),
        401,
        403,
      ),
    },
    async () => look(deps, touchedBy),
  );

  app.put(
    "/api/posture",
    {
      config: { right: "posture" },
      schema: { ...answers("switchPosture", "Switch the posture", PostureView, 400, 401, 412, 422), body },
    },
    async (request) => {
      const wish = { ...request.body, by: operatorOf(request).account };
      const { told, view } = await act(deps, async (tables, changes) => {
        await holdFreshBy(request, () => postureView(tables));
        const told = await switchPosture(tables, wish, changes, deps.clock());
        return { told, view: await postureView(tables) };
      });
      for (const { gateway, desired } of told)
        deps.publish(topics.desired(gateway), JSON.stringify(desired), { retain: true });
      return view;
    },
  );
};
