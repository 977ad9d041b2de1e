package dev.berth.agent.placement;

/** Placement has looked at a request and will not do it; trying again changes nothing. */
final class PlacementRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    PlacementRefusal(String message) {
        super(message);
    }
}
