package dev.berth.simulator.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over two axes of per cent, as an SVG picture that needs nothing else. For one thread. */
final class SharePlot {
    private static final int LEFT = 60;
    private static final int RIGHT = 560;
    private static final int TOP = 30;
    private static final int BOTTOM = 330;
    private static final int STEPS = 5;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#c8553d", "#3a7d44", "#7b4b94", "#8a6d1d", "#444444", "#0f8b8d", "#b0307a", "#6b8e23");

    private final String title;
    private final String acrossTitle;
    private final double lowest;
    private final double highest;
    private final Map<String, List<double[]>> lines = new LinkedHashMap<>();
    private double widest = 1;

    /** @param lowest what the upward axis begins with, per cent */
    SharePlot(String title, String acrossTitle, double lowest, double highest) {
        this.title = title;
        this.acrossTitle = acrossTitle;
        this.lowest = lowest;
        this.highest = highest <= lowest ? lowest + 1 : highest;
    }

    /** Adds a point to a line; what lies below the axis is left out. */
    void add(String line, double acrossPercent, double upPercent) {
        widest = Math.max(widest, acrossPercent);
        List<double[]> points = lines.computeIfAbsent(line, none -> new ArrayList<>());
        if (upPercent >= lowest) {
            points.add(new double[] {acrossPercent, upPercent});
        }
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        append(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 390\" role=\"img\" "
                        + "font-family=\"sans-serif\" font-size=\"12\"><title>%s</title>%n",
                title);
        append(svg, "<rect width=\"860\" height=\"390\" fill=\"white\"/>%n");
        append(svg, "<text x=\"%d\" y=\"18\" font-weight=\"bold\">%s</text>%n", LEFT, title);
        for (int step = 0; step <= STEPS; step++) {
            double across = widest * step / STEPS;
            double up = lowest + (highest - lowest) * step / STEPS;
            append(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>%n",
                    x(across),
                    TOP,
                    x(across),
                    BOTTOM);
            append(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3g %%</text>%n",
                    x(across),
                    BOTTOM + 18,
                    across);
            append(
                    svg,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT,
                    y(up),
                    RIGHT,
                    y(up));
            append(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g %%</text>%n", LEFT - 6, y(up) + 4, up);
        }
        append(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + RIGHT) / 2,
                BOTTOM + 42,
                acrossTitle);
        int number = 0;
        for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            String dashes = number < COLOURS.size() ? "" : " stroke-dasharray=\"5 3\"";
            StringBuilder points = new StringBuilder();
            line.getValue().forEach(point -> append(points, "%.1f,%.1f ", x(point[0]), y(point[1])));
            append(
                    svg,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                    points.toString().strip(),
                    colour,
                    dashes);
            int labelY = TOP + 14 + 20 * number++;
            append(
                    svg,
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
                    RIGHT + 16,
                    labelY - 4,
                    RIGHT + 40,
                    labelY - 4,
                    colour,
                    dashes);
            append(svg, "<text x=\"%d\" y=\"%d\">%s</text>%n", RIGHT + 46, labelY, line.getKey());
        }
        return svg.append("</svg>\n").toString();
    }

    private double x(double percent) {
        return LEFT + percent / widest * (RIGHT - LEFT);
    }

    private double y(double percent) {
        return BOTTOM - (Math.min(percent, highest) - lowest) / (highest - lowest) * (BOTTOM - TOP);
    }

    private static void append(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
