package guildhall.analysis;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The character filters, by official name. */
final class CharFilters {

    private CharFilters() {}

    static Map<String, AnalysisProvider<CharFilterFactory>> byName() {
        return Map.of(
            "html_strip", (index, environment, name, settings) -> new Plain(name, htmlStrip(settings)),
            "mapping", requiresAnalysisSettings(
                (index, environment, name, settings) -> new Normalizing(name, mapping(environment, settings))));
    }

    private static UnaryOperator<Reader> htmlStrip(Settings settings) {
        Set<String> kept = Set.copyOf(settings.getAsList("escaped_tags"));
        return reader -> kept.isEmpty() ? new HTMLStripCharFilter(reader) : new HTMLStripCharFilter(reader, kept);
    }

    /** Rules look like {@code from => to}; of the escapes only a backslash, u and four digits is known. */
    private static UnaryOperator<Reader> mapping(Environment environment, Settings settings) {
        List<String> rules = Analysis.getWordList(environment, settings, "mappings");
        if (rules == null) {
            throw new IllegalArgumentException(
                "mapping requires either `mappings` or `mappings_path` to be configured");
        }
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            int arrow = rule.lastIndexOf("=>");
            if (arrow < 0) {
                throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
            }
            map.add(unescaped(rule.substring(0, arrow)), unescaped(rule.substring(arrow + 2)));
        }
        NormalizeCharMap ready = map.build();
        return reader -> new MappingCharFilter(ready, reader);
    }

    private static String unescaped(String side) {
        return Pattern.compile("\\\\u(\\p{XDigit}{4})")
            .matcher(side.trim())
            .replaceAll(found -> Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static class Plain implements CharFilterFactory {
        private final String name;
        private final UnaryOperator<Reader> apply;

        Plain(String name, UnaryOperator<Reader> apply) {
            this.name = name;
            this.apply = apply;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Reader create(Reader reader) {
            return apply.apply(reader);
        }
    }

    private static final class Normalizing extends Plain implements NormalizingCharFilterFactory {
        Normalizing(String name, UnaryOperator<Reader> apply) {
            super(name, apply);
        }
    }
}
