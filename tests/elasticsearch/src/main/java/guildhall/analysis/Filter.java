package guildhall.analysis;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** A token filter that is one Lucene constructor under a name. */
class Filter implements TokenFilterFactory {
    private final String name;
    private final UnaryOperator<TokenStream> apply;

    Filter(String name, UnaryOperator<TokenStream> apply) {
        this.name = name;
        this.apply = apply;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return apply.apply(tokens);
    }

    /** Changes characters only, so that it may also stand in a normalizer and treat wildcard terms. */
    static final class Normalizing extends Filter implements NormalizingTokenFilterFactory {
        Normalizing(String name, UnaryOperator<TokenStream> apply) {
            super(name, apply);
        }
    }

    /** Makes many tokens of one, so it cannot parse synonyms, and the fast vector highlighter must sort its pieces. */
    static final class Splitting extends Filter {
        Splitting(String name, UnaryOperator<TokenStream> apply) {
            super(name, apply);
        }

        @Override
        public boolean breaksFastVectorHighlighter() {
            return true;
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            throw new IllegalArgumentException("Token filter [" + name() + "] cannot be used to parse synonyms");
        }
    }
}
