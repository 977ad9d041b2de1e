package dev.berth.simulator.workload;

/** Which other clients work on the service meanwhile, which decides what may be answered. */
public enum OtherClients {
    /** Nobody: a single scheduler is never refused what it was just offered. */
    ALONE,
    /** Others may take what was offered first. */
    SHARED
}
