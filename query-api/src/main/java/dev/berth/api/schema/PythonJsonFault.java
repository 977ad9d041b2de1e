package dev.berth.api.schema;

import java.util.Optional;

/**
 * The words of Python's JSON parser for a text that is no JSON: the first fault, and where it is. Placement repeats
 * them in its errors. Reads one text, once.
 */
final class PythonJsonFault {
    private static final String BLANKS = " \t\n\r";
    private static final String[] WORDS = {"null", "true", "false", "NaN", "Infinity", "-Infinity"};

    private final String text;
    private int at;
    private int depth;

    /** Where reading stops; a fault is not an error of this program, so it has no stack. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }
    }

    private PythonJsonFault(String text) {
        this.text = text;
    }

    /** Empty if Python would take the text. */
    static Optional<String> of(String text) {
        try {
            new PythonJsonFault(text).document();
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault.getMessage());
        }
    }

    private void document() {
        skipBlanks();
        value();
        skipBlanks();
        if (at < text.length()) {
            throw fault("Extra data", at);
        }
    }

    private void value() {
        if (at >= text.length()) {
            throw fault("Expecting value", at);
        }
        // It is read no deeper than the text that has no fault; Python itself gives up at a depth of its own.
        if (depth > JsonText.DEPTH_MAX) {
            throw fault("Expecting at most " + JsonText.DEPTH_MAX + " objects and arrays in each other", at);
        }
        depth++;
        switch (text.charAt(at)) {
            case '"' -> string();
            case '{' -> object();
            case '[' -> array();
            default -> wordOrNumber();
        }
        depth--;
    }

    private void object() {
        at++;
        skipBlanks();
        if (isNext('}')) {
            at++;
            return;
        }
        while (true) {
            if (!isNext('"')) {
                throw fault("Expecting property name enclosed in double quotes", at);
            }
            string();
            skipBlanks();
            if (!isNext(':')) {
                throw fault("Expecting ':' delimiter", at);
            }
            at++;
            skipBlanks();
            value();
            if (endsAt('}')) {
                return;
            }
        }
    }

    private void array() {
        at++;
        skipBlanks();
        if (isNext(']')) {
            at++;
            return;
        }
        do {
            value();
        } while (!endsAt(']'));
    }

    /** After an element: whether the container ends; if not, stands at the next element. */
    private boolean endsAt(char end) {
        skipBlanks();
        if (isNext(end)) {
            at++;
            return true;
        }
        if (!isNext(',')) {
            throw fault("Expecting ',' delimiter", at);
        }
        at++;
        skipBlanks();
        return false;
    }

    private void string() {
        int begin = at;
        at++;
        while (true) {
            if (at >= text.length()) {
                throw fault("Unterminated string starting at", begin);
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c < ' ') {
                throw fault("Invalid control character at", at);
            }
            if (c == '\\') {
                escape(begin);
            } else {
                at++;
            }
        }
    }

    private void escape(int begin) {
        int backslash = at;
        if (backslash + 1 >= text.length()) {
            throw fault("Unterminated string starting at", begin);
        }
        char kind = text.charAt(backslash + 1);
        if (kind != 'u') {
            if ("\"\\/bfnrt".indexOf(kind) < 0) {
                throw fault("Invalid \\escape", backslash);
            }
            at = backslash + 2;
            return;
        }
        for (int i = backslash + 2; i < backslash + 6; i++) {
            if (i >= text.length() || Character.digit(text.charAt(i), 16) < 0) {
                throw fault("Invalid \\uXXXX escape", backslash + 1);
            }
        }
        at = backslash + 6;
    }

    private void wordOrNumber() {
        for (String word : WORDS) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return;
            }
        }
        int begin = at;
        int digits = isNext('-') ? at + 1 : at;
        int end = digits < text.length() && text.charAt(digits) == '0' ? digits + 1 : afterDigits(digits);
        if (end == digits) {
            throw fault("Expecting value", begin);
        }
        at = end;
        if (isNext('.') && afterDigits(at + 1) > at + 1) {
            at = afterDigits(at + 1);
        }
        if (isNext('e') || isNext('E')) {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            at = afterDigits(exponent) > exponent ? afterDigits(exponent) : at;
        }
    }

    private int afterDigits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void skipBlanks() {
        while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** Lines and columns count from 1, characters from 0, and a character is a code point. */
    private Fault fault(String what, int place) {
        String before = text.substring(0, place);
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(lineStart, place);
        return new Fault(
                what + ": line " + line + " column " + column + " (char " + before.codePointCount(0, place) + ")");
    }
}
