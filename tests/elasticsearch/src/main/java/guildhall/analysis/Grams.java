package guildhall.analysis;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** The filters and tokenizers {@code ngram} and {@code edge_ngram}. */
final class Grams {

    private Grams() {}

    static TokenFilterFactory filter(
            IndexSettings index, Environment environment, String name, Settings settings) {
        Sizes sizes = Sizes.within(index, settings);
        boolean preserve = settings.getAsBoolean("preserve_original", false);
        return new Filter.Splitting(name, tokens -> new NGramTokenFilter(tokens, sizes.min, sizes.max, preserve));
    }

    static TokenFilterFactory edgeFilter(
            IndexSettings index, Environment environment, String name, Settings settings) {
        Sizes sizes = Sizes.from(settings);
        boolean preserve = settings.getAsBoolean("preserve_original", false);
        UnaryOperator<TokenStream> front = tokens -> new EdgeNGramTokenFilter(tokens, sizes.min, sizes.max, preserve);
        return new Filter.Splitting(name, switch (settings.get("side", "front")) {
            case "front" -> front;
            case "back" -> tokens -> new ReverseStringFilter(front.apply(new ReverseStringFilter(tokens)));
            default -> throw new IllegalArgumentException("invalid side: " + settings.get("side"));
        });
    }

    static TokenizerFactory tokenizer(
            IndexSettings index, Environment environment, String name, Settings settings) {
        Sizes sizes = Sizes.within(index, settings);
        TokenChars kept = TokenChars.from(settings);
        return TokenizerFactory.newFactory(name, () -> new NGramTokenizer(sizes.min, sizes.max) {
            @Override
            protected boolean isTokenChar(int character) {
                return kept.test(character);
            }
        });
    }

    static TokenizerFactory edgeTokenizer(
            IndexSettings index, Environment environment, String name, Settings settings) {
        Sizes sizes = Sizes.from(settings);
        TokenChars kept = TokenChars.from(settings);
        return TokenizerFactory.newFactory(name, () -> new EdgeNGramTokenizer(sizes.min, sizes.max) {
            @Override
            protected boolean isTokenChar(int character) {
                return kept.test(character);
            }
        });
    }

    private record Sizes(int min, int max) {
        static Sizes from(Settings settings) {
            return new Sizes(settings.getAsInt("min_gram", 1), settings.getAsInt("max_gram", 2));
        }

        static Sizes within(IndexSettings index, Settings settings) {
            Sizes sizes = from(settings);
            if (sizes.max - sizes.min > index.getMaxNgramDiff()) {
                throw new IllegalArgumentException(
                    "The difference between max_gram and min_gram must be less than or equal to: ["
                        + index.getMaxNgramDiff() + "] but was [" + (sizes.max - sizes.min)
                        + "]. This limit can be set by changing the [index.max_ngram_diff] index level setting.");
            }
            return sizes;
        }
    }
}
