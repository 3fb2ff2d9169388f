using System.Globalization;
using System.Text;

namespace ZuperConnect.Customers;

/// <summary>
/// Names as they are ordered and compared: accents and case ignored, words of letters and digits. The inbox runs without the system's
/// tables of languages, where a text cannot be taken apart into letters and accents; so the letters with accents are listed here.
/// </summary>
public static class FoldedName
{
    private const int LongestKey = 60;

    private static readonly Dictionary<char, string> Plain = new(
        from letter in new[]
        {
            "a àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "ae æǣǽ", "b ḃḅḇ", "c çćĉċčḉ", "d ďḋḍḏḑḓđð", "e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "f ḟ", "g ĝğġģǧǵḡ",
            "h ĥȟḣḥḧḩḫẖħ", "i ìíîïĩīĭįǐȉȋḭḯỉịı", "ij ĳ", "j ĵǰ", "k ķǩḱḳḵ", "l ĺļľḷḹḻḽł", "m ḿṁṃ", "n ñńņňǹṅṇṉṋ",
            "o òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ", "oe œ", "p ṕṗ", "r ŕŗřȑȓṙṛṝṟ", "s śŝşšșſṡṣṥṧṩẛ", "ss ß", "t ţťțṫṭṯṱẗŧ", "th þ",
            "u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "v ṽṿ", "w ŵẁẃẅẇẉẘ", "x ẋẍ", "y ýÿŷȳẏẙỳỵỷỹ", "z źżžẑẓẕ",
            "α ά", "ε έ", "η ή", "ι ΐίϊ", "ο ό", "υ ΰϋύ", "ω ώ",
        }
        let parts = letter.Split(' ')
        from accented in parts[1]
        select KeyValuePair.Create(accented, parts[0]));

    /// <summary>The words of a name, folded.</summary>
    public static IReadOnlyList<string> Words(string name)
    {
        var (words, word) = (new List<string>(), new StringBuilder());
        foreach (var one in name.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(one) || char.IsSurrogate(one))
            {
                word.Append(Plain.GetValueOrDefault(one) ?? one.ToString());
            }
            else if (one is not ('\'' or '’') && char.GetUnicodeCategory(one) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            {
                Complete();
            }
        }

        Complete();
        return words;

        void Complete()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>
    /// What names are sorted by: the folded words, as much of them as matters. A row key can hold it: words have a hyphen between, and
    /// letters other than a to z become a tilde and their code, which sorts them after the others.
    /// </summary>
    public static string SortKey(string name)
    {
        var key = new StringBuilder();
        foreach (var one in string.Join('-', Words(name)).Take(LongestKey))
        {
            _ = char.IsAsciiLetterOrDigit(one) || one is '-' ? key.Append(one) : key.Append('~').Append(((int)one).ToString("x4", CultureInfo.InvariantCulture));
        }

        return key.ToString();
    }
}
