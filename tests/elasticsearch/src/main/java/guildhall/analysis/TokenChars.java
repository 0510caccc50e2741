package guildhall.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.elasticsearch.common.settings.Settings;

/** Which characters belong to a token ({@code token_chars}, {@code custom_token_chars}); by default all. */
final class TokenChars implements IntPredicate {
    private static final Map<String, IntPredicate> CLASSES = new HashMap<>();

    static {
        CLASSES.put("letter", Character::isLetter);
        CLASSES.put("digit", Character::isDigit);
        CLASSES.put("whitespace", Character::isWhitespace);
        CLASSES.put("punctuation", TokenChars::isPunctuation);
        CLASSES.put("symbol", TokenChars::isSymbol);
    }

    private final IntPredicate kept;

    private TokenChars(IntPredicate kept) {
        this.kept = kept;
    }

    static TokenChars from(Settings settings) {
        List<String> names = settings.getAsList("token_chars");
        if (names.isEmpty()) {
            return new TokenChars(character -> true);
        }
        return new TokenChars(names.stream().map(name -> named(name, settings)).reduce(IntPredicate::or).get());
    }

    @Override
    public boolean test(int character) {
        return kept.test(character);
    }

    private static IntPredicate named(String name, Settings settings) {
        String known = name.toLowerCase(Locale.ROOT).trim();
        if (known.equals("custom")) {
            String custom = settings.get("custom_token_chars", "");
            return character -> custom.indexOf(character) >= 0;
        }
        if (!CLASSES.containsKey(known)) {
            throw new IllegalArgumentException(
                "Unknown token type: '" + name + "', must be one of " + CLASSES.keySet() + " or custom");
        }
        return CLASSES.get(known);
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.START_PUNCTUATION, Character.END_PUNCTUATION, Character.OTHER_PUNCTUATION,
                Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION,
                Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isSymbol(int character) {
        return switch (Character.getType(character)) {
            case Character.CURRENCY_SYMBOL, Character.MATH_SYMBOL, Character.OTHER_SYMBOL -> true;
            default -> false;
        };
    }
}
