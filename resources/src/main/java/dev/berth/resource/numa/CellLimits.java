package dev.berth.resource.numa;

/** How far the guests on one cell may together exceed its shared CPUs and its memory. One guest alone may not. */
public record CellLimits(double cpuRatio, double ramRatio) {
    public CellLimits {
        if (!Double.isFinite(cpuRatio) || !Double.isFinite(ramRatio) || cpuRatio < 0 || ramRatio < 0) {
            throw new IllegalArgumentException("expected finite allocation ratios of 0 or more for CPUs and RAM");
        }
    }
}
