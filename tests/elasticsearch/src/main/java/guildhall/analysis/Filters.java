package guildhall.analysis;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The token filters, by official name. */
final class Filters {

    private Filters() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> byName() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put("asciifolding", (index, environment, name, settings) -> new AsciiFolding(name, settings));
        filters.put("edge_ngram", Grams::edgeFilter);
        filters.put("elision", requiresAnalysisSettings(
            (index, environment, name, settings) -> new Filter.Normalizing(name, elision(environment, settings))));
        filters.put("german_normalization",
            (index, environment, name, settings) -> new Filter.Normalizing(name, GermanNormalizationFilter::new));
        filters.put("keyword_marker", requiresAnalysisSettings(
            (index, environment, name, settings) -> new Filter(name, keywordMarker(environment, settings))));
        filters.put("length", (index, environment, name, settings) -> new Filter(name, length(settings)));
        filters.put("lowercase",
            (index, environment, name, settings) -> new Filter.Normalizing(name, lowercase(settings)));
        filters.put("ngram", Grams::filter);
        filters.put("snowball", (index, environment, name, settings) -> new Filter(name, snowball(settings)));
        filters.put("stemmer",
            (index, environment, name, settings) -> new Filter(name, Stemmers.named(language(settings, "porter"))));
        filters.put("synonym_graph", requiresAnalysisSettings(SynonymGraph::new));
        filters.put("trim", (index, environment, name, settings) -> new Filter.Normalizing(name, TrimFilter::new));
        filters.put("truncate", requiresAnalysisSettings(
            (index, environment, name, settings) -> new Filter(name, truncate(settings))));
        filters.put("unique", (index, environment, name, settings) -> new Filter(name, unique(settings)));
        filters.put("word_delimiter_graph", (index, environment, name, settings) ->
            new Filter.Splitting(name, WordDelimiter.from(environment, settings)));
        return filters;
    }

    private static UnaryOperator<TokenStream> elision(Environment environment, Settings settings) {
        CharArraySet articles = Analysis.parseArticles(environment, settings);
        if (articles == null) {
            throw new IllegalArgumentException("elision filter requires [articles] or [articles_path] setting");
        }
        return tokens -> new ElisionFilter(tokens, articles);
    }

    private static UnaryOperator<TokenStream> keywordMarker(Environment environment, Settings settings) {
        String pattern = settings.get("keywords_pattern");
        if (pattern != null) {
            Pattern keywords = Pattern.compile(pattern);
            return tokens -> new PatternKeywordMarkerFilter(tokens, keywords);
        }
        Set<?> words = Analysis.getWordSet(environment, settings, "keywords");
        if (words == null) {
            throw new IllegalArgumentException(
                "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured");
        }
        CharArraySet keywords = new CharArraySet(words, settings.getAsBoolean("ignore_case", false));
        return tokens -> new SetKeywordMarkerFilter(tokens, keywords);
    }

    private static UnaryOperator<TokenStream> length(Settings settings) {
        int min = settings.getAsInt("min", 0);
        int max = settings.getAsInt("max", Integer.MAX_VALUE);
        return tokens -> new LengthFilter(tokens, min, max);
    }

    private static UnaryOperator<TokenStream> lowercase(Settings settings) {
        if (settings.get("language") != null) {
            throw new IllegalArgumentException("[lowercase] has no [language] in the server for tests");
        }
        return LowerCaseFilter::new;
    }

    private static UnaryOperator<TokenStream> snowball(Settings settings) {
        String language = Strings.capitalize(language(settings, "English"));
        return tokens -> new SnowballFilter(tokens, language);
    }

    private static String language(Settings settings, String usual) {
        return settings.get("language", settings.get("name", usual));
    }

    private static UnaryOperator<TokenStream> truncate(Settings settings) {
        int length = settings.getAsInt("length", -1);
        if (length <= 0) {
            throw new IllegalArgumentException("length parameter must be provided");
        }
        return tokens -> new TruncateTokenFilter(tokens, length);
    }

    private static UnaryOperator<TokenStream> unique(Settings settings) {
        boolean onlyOnSamePosition = settings.getAsBoolean("only_on_same_position", false);
        return tokens -> new UniqueTokens(tokens, onlyOnSamePosition);
    }
}
