package dev.berth.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lines over two logarithmic axes, as an SVG picture. For one thread. */
final class LogPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int BOTTOM = 370;
    private static final int RIGHT = 440;
    private static final int TOP = 20;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#c8553d", "#3a7d44", "#7b4b94", "#8a6d1d", "#444444");

    private final String acrossTitle;
    private final String upTitle;
    private final Map<String, List<double[]>> lines = new TreeMap<>();

    LogPlot(String acrossTitle, String upTitle) {
        this.acrossTitle = acrossTitle;
        this.upTitle = upTitle;
    }

    void add(String line, double across, double up) {
        lines.computeIfAbsent(line, none -> new ArrayList<>()).add(new double[] {Math.log10(across), Math.log10(up)});
    }

    String svg() {
        double[] across = range(0);
        double[] up = range(1);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\">%n",
                WIDTH,
                HEIGHT));
        svg.append(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, HEIGHT));
        for (int decade = (int) across[0]; decade <= across[1]; decade++) {
            int x = place(decade, across, LEFT, RIGHT);
            line(svg, x, TOP, x, BOTTOM, "#dddddd");
            text(svg, x, BOTTOM + 16, "middle", String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade)));
        }
        for (int decade = (int) up[0]; decade <= up[1]; decade++) {
            int y = place(decade, up, BOTTOM, TOP);
            line(svg, LEFT, y, RIGHT, y, "#dddddd");
            text(svg, LEFT - 6, y + 4, "end", String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade)));
        }
        text(svg, (LEFT + RIGHT) / 2, BOTTOM + 36, "middle", acrossTitle);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>%n",
                (TOP + BOTTOM) / 2,
                (TOP + BOTTOM) / 2,
                upTitle));
        int number = 0;
        for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            StringBuilder points = new StringBuilder();
            for (double[] point : line.getValue()) {
                points.append(place(point[0], across, LEFT, RIGHT))
                        .append(',')
                        .append(place(point[1], up, BOTTOM, TOP))
                        .append(' ');
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                    points.toString().strip(),
                    colour));
            int y = TOP + 14 + 20 * number++;
            line(svg, RIGHT + 20, y - 4, RIGHT + 44, y - 4, colour);
            text(svg, RIGHT + 50, y, "start", line.getKey());
        }
        return svg.append("</svg>\n").toString();
    }

    /** The decades in which all points lie. */
    private double[] range(int axis) {
        double[] range = {Double.MAX_VALUE, -Double.MAX_VALUE};
        lines.values()
                .forEach(points -> points.forEach(point -> {
                    range[0] = Math.min(range[0], Math.floor(point[axis]));
                    range[1] = Math.max(range[1], Math.ceil(point[axis]));
                }));
        return range;
    }

    private static int place(double value, double[] range, int from, int to) {
        return (int) Math.round(from + (value - range[0]) / (range[1] - range[0]) * (to - from));
    }

    private static void line(StringBuilder svg, int x1, int y1, int x2, int y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
