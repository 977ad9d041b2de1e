package dev.berth.resource.numa;

/** Which of the cells that would do a guest gets. */
public enum PlacementStrategy {
    /** Those with most room, so that guests spread. */
    SPREAD,
    /** Those with least room, so that whole cells stay free. */
    PACK
}
