package dev.berth.events.model;

/** A PCI device with its host: a fact, as it is kept. */
public record HostDevice(ProviderId host, TrackedDevice device) {}
