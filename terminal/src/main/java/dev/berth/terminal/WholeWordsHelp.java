package dev.berth.terminal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Help in which no word is broken: picocli ends lines within words, as behind a dash of {@code --data-dir}. While it
 * breaks lines, letters that no help has stand for what it breaks at. For one page.
 */
final class WholeWordsHelp extends Help {
    private static final String BROKEN_AT = "-/,:.=()[]?!";

    /** From here on there are letters for all of ASCII. */
    private static final int LETTERS = 0x400;

    WholeWordsHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    /** What was rendered, with all as it was before. */
    static String asWritten(String rendered) {
        StringBuilder text = new StringBuilder(rendered);
        for (int i = 0; i < text.length(); i++) {
            int written = text.charAt(i) - LETTERS;
            if (written > 0 && BROKEN_AT.indexOf(written) >= 0) {
                text.setCharAt(i, (char) written);
            }
        }
        return text.toString();
    }

    private static String whole(String words) {
        StringBuilder text = new StringBuilder(words);
        for (int i = 0; i < text.length(); i++) {
            if (BROKEN_AT.indexOf(text.charAt(i)) >= 0) {
                text.setCharAt(i, (char) (text.charAt(i) + LETTERS));
            }
        }
        return text.toString();
    }

    @Override
    public String description(Object... parameters) {
        UsageMessageSpec usage = commandSpec().usageMessage();
        String[] written = usage.description();
        try {
            usage.description(Arrays.stream(written).map(WholeWordsHelp::whole).toArray(String[]::new));
            return super.description(parameters);
        } finally {
            usage.description(written);
        }
    }

    @Override
    public String exitCodeList() {
        UsageMessageSpec usage = commandSpec().usageMessage();
        Map<String, String> written = usage.exitCodeList();
        try {
            Map<String, String> kept = new LinkedHashMap<>();
            written.forEach((code, words) -> kept.put(code, whole(words)));
            usage.exitCodeList(kept);
            return super.exitCodeList();
        } finally {
            usage.exitCodeList(written);
        }
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, label, colors) -> whole(usual.render(option, label, colors), colors);
    }

    @Override
    public IParameterRenderer createDefaultParameterRenderer() {
        IParameterRenderer usual = super.createDefaultParameterRenderer();
        return (parameter, label, colors) -> whole(usual.render(parameter, label, colors), colors);
    }

    /** The last column, where the words are. */
    private static Text[][] whole(Text[][] rows, ColorScheme colors) {
        for (Text[] row : rows) {
            int last = row.length - 1;
            row[last] = colors.text(whole(row[last].plainString()));
        }
        return rows;
    }
}
