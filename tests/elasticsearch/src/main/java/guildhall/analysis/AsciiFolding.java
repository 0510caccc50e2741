package guildhall.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** Keeps the accented original beside the folded token only where two tokens may stand in one place. */
final class AsciiFolding implements NormalizingTokenFilterFactory {
    private final String name;
    private final boolean preserveOriginal;

    AsciiFolding(String name, Settings settings) {
        this.name = name;
        this.preserveOriginal = settings.getAsBoolean("preserve_original", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        return new ASCIIFoldingFilter(tokens, preserveOriginal);
    }

    @Override
    public TokenStream normalize(TokenStream tokens) {
        return new ASCIIFoldingFilter(tokens);
    }

    @Override
    public TokenFilterFactory getSynonymFilter() {
        return preserveOriginal ? new Filter(name, ASCIIFoldingFilter::new) : this;
    }
}
