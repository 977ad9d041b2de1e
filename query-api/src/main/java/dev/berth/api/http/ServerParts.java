package dev.berth.api.http;

import dev.berth.api.auth.Authentication;
import dev.berth.api.concurrent.BoundedThreads;

/**
 * What every exchange of a server needs.
 *
 * @param bodyThreads where long bodies are read and what they ask for is begun, away from the event loops
 */
record ServerParts(
        ApiConfig config,
        Authentication authentication,
        Router router,
        Barrier barrier,
        RegionPast past,
        Forwarding forwarding,
        HttpMetrics metrics,
        UnderWay underWay,
        BodyBudget bodies,
        AnswerBudget answers,
        BoundedThreads bodyThreads) {}
