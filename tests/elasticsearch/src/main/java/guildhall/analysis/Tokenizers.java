package guildhall.analysis;

import java.util.Map;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.util.AttributeFactory;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The tokenizers, by official name; {@code standard} is in the server. */
final class Tokenizers {

    private Tokenizers() {}

    static Map<String, AnalysisProvider<TokenizerFactory>> byName() {
        return Map.of(
            "edge_ngram", Grams::edgeTokenizer,
            "keyword", Tokenizers::keyword,
            "letter", Tokenizers::letter,
            "ngram", Grams::tokenizer,
            "whitespace", Tokenizers::whitespace);
    }

    private static TokenizerFactory keyword(
            IndexSettings index, Environment environment, String name, Settings settings) {
        int buffer = settings.getAsInt("buffer_size", KeywordTokenizer.DEFAULT_BUFFER_SIZE);
        return TokenizerFactory.newFactory(name, () -> new KeywordTokenizer(buffer));
    }

    private static TokenizerFactory letter(
            IndexSettings index, Environment environment, String name, Settings settings) {
        return TokenizerFactory.newFactory(name, LetterTokenizer::new);
    }

    private static TokenizerFactory whitespace(
            IndexSettings index, Environment environment, String name, Settings settings) {
        int longest = settings.getAsInt("max_token_length", StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH);
        return TokenizerFactory.newFactory(
            name, () -> new WhitespaceTokenizer(AttributeFactory.DEFAULT_ATTRIBUTE_FACTORY, longest));
    }
}
