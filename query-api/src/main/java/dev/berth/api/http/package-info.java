/**
 * Requests in, answers out: the server, the routes, who may call what, errors in Placement's form.
 * Nothing here knows what a provider or an allocation is.
 *
 * <p>A request goes from {@link dev.berth.api.http.HttpApi} to an {@code Exchange} of its own, which takes it through
 * these steps: {@code Admission} (who calls, version, {@link dev.berth.api.http.Route}, policy),
 * {@link dev.berth.api.http.Forwarding} if another instance owns the region, {@code RequestBody}, {@code HandlerCall}
 * ({@link dev.berth.api.http.Barrier}, then the route's {@link dev.berth.api.http.Handler}), {@code AnswerSender}. What
 * is thrown on the way becomes an answer in {@code ErrorAnswers}.
 */
package dev.berth.api.http;
