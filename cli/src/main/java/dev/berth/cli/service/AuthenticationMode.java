package dev.berth.cli.service;

import dev.berth.api.auth.Authentication;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;

/**
 * How it is found out who calls.
 *
 * @param name as it is called in options and told on the ready line
 * @param authentication made on the API's event loops
 */
public record AuthenticationMode(String name, BiFunction<Vertx, MeterRegistry, Authentication> authentication) {}
