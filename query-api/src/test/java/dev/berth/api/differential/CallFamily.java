package dev.berth.api.differential;

/** Makes sensible calls of one part of the API. */
@FunctionalInterface
interface CallFamily {
    /** The next call, in version 1.minor. */
    ApiCall next(int minor);
}
