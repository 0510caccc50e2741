package guildhall.analysis;

import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.*;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;

/** {@code word_delimiter_graph}; refuses {@code type_table}, which we have never needed. */
final class WordDelimiter {

    private WordDelimiter() {}

    static UnaryOperator<TokenStream> from(Environment environment, Settings settings) {
        if (settings.hasValue("type_table") || settings.hasValue("type_table_path")) {
            throw new IllegalArgumentException("[word_delimiter_graph] has no [type_table] in the server for tests");
        }
        int flags = flags(settings);
        boolean adjustOffsets = settings.getAsBoolean("adjust_offsets", true);
        Set<?> words = Analysis.getWordSet(environment, settings, "protected_words");
        CharArraySet whole = words == null ? null : CharArraySet.copy(words);
        return tokens -> new WordDelimiterGraphFilter(
            tokens, adjustOffsets, WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, flags, whole);
    }

    private static int flags(Settings settings) {
        return flag(settings, "generate_word_parts", true, GENERATE_WORD_PARTS)
            | flag(settings, "generate_number_parts", true, GENERATE_NUMBER_PARTS)
            | flag(settings, "catenate_words", false, CATENATE_WORDS)
            | flag(settings, "catenate_numbers", false, CATENATE_NUMBERS)
            | flag(settings, "catenate_all", false, CATENATE_ALL)
            | flag(settings, "split_on_case_change", true, SPLIT_ON_CASE_CHANGE)
            | flag(settings, "preserve_original", false, PRESERVE_ORIGINAL)
            | flag(settings, "split_on_numerics", true, SPLIT_ON_NUMERICS)
            | flag(settings, "stem_english_possessive", true, STEM_ENGLISH_POSSESSIVE)
            | flag(settings, "ignore_keywords", false, IGNORE_KEYWORDS);
    }

    private static int flag(Settings settings, String key, boolean usual, int flag) {
        return settings.getAsBoolean(key, usual) ? flag : 0;
    }
}
