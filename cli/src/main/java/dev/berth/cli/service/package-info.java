/**
 * Puts the service together: Kafka and registry, own or somebody else's, the projector on them, the HTTP API on that.
 * No options and no output here.
 */
package dev.berth.cli.service;
