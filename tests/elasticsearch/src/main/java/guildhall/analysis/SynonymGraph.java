package guildhall.analysis;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * {@code synonym_graph} with rules from {@code synonyms} or {@code synonyms_path} in Solr's form, and {@code expand}.
 * The rules pass through the filters that stand before this one in the analyzer. Other settings are refused.
 */
final class SynonymGraph implements TokenFilterFactory {
    private final String name;
    private final List<String> rules;
    private final boolean expand;
    private final AnalysisMode mode;

    SynonymGraph(IndexSettings index, Environment environment, String name, Settings settings) {
        this.name = name;
        this.rules = Analysis.getWordList(environment, settings, "synonyms");
        this.expand = settings.getAsBoolean("expand", true);
        this.mode = settings.getAsBoolean("updateable", false) ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL;
        if (rules == null || settings.hasValue("lenient") || settings.hasValue("format")) {
            throw new IllegalArgumentException(
                "synonym_graph requires `synonyms` or `synonyms_path`, and has no `lenient` and no `format`,"
                    + " in the server for tests");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AnalysisMode getAnalysisMode() {
        return mode;
    }

    @Override
    public TokenStream create(TokenStream tokens) {
        throw new IllegalStateException("A synonym filter works only inside an analyzer.");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context, TokenizerFactory tokenizer, List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> before, Function<String, TokenFilterFactory> all) {
        Analyzer chain = new CustomAnalyzer(
            tokenizer,
            charFilters.toArray(CharFilterFactory[]::new),
            before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new));
        return new InChain(parsed(chain));
    }

    private SynonymMap parsed(Analyzer chain) {
        try {
            SolrSynonymParser parser = new SolrSynonymParser(true, expand, chain);
            parser.parse(new StringReader(String.join("\n", rules)));
            return parser.build();
        } catch (IOException | ParseException problem) {
            throw new IllegalArgumentException("failed to build synonyms from [" + name + "]", problem);
        }
    }

    private final class InChain implements TokenFilterFactory {
        private final SynonymMap synonyms;

        InChain(SynonymMap synonyms) {
            this.synonyms = synonyms;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream tokens) {
            return synonyms.fst == null ? tokens : new SynonymGraphFilter(tokens, synonyms, false);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            return IDENTITY_FILTER;
        }

        @Override
        public AnalysisMode getAnalysisMode() {
            return mode;
        }
    }
}
