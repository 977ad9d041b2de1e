package dev.berth.cli.service;

import java.net.URI;

/**
 * Where traces go.
 *
 * @param collector takes OTLP over HTTP, as protobuf; its whole URL, such as http://127.0.0.1:4318/v1/traces
 * @param ratio which part of the requests is traced whose clients do not say whether theirs are, from 0 to 1
 */
public record TraceSettings(URI collector, double ratio) {}
