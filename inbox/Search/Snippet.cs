using System.ComponentModel.DataAnnotations;
using ZuperConnect.Text;

namespace ZuperConnect.Search;

/// <summary>A word to mark in a snippet.</summary>
/// <param name="Start">Where it starts, in UTF-16 code units.</param>
/// <param name="Length">How long it is.</param>
public sealed record SnippetMark([Range(0, Snippet.MaxLength)] int Start, [Range(1, Snippet.MaxLength)] int Length);

/// <summary>A part of a text around the first searched word.</summary>
/// <param name="Text">The part; with an ellipsis where something is left out.</param>
/// <param name="Marks">The words that begin with a searched word, in order.</param>
public sealed record Snippet([MaxLength(Snippet.MaxLength)] string Text, IReadOnlyList<SnippetMark> Marks)
{
    internal const int MaxLength = 200;
    private const int Before = 40;
    private const string Ellipsis = "…";

    /// <summary>The snippet of a text with some words.</summary>
    internal static Snippet Of(string text, IReadOnlyList<TextWord> words, IReadOnlyCollection<string> asked)
    {
        var hits = words.Where(word => asked.Any(wanted => word.Value.StartsWith(wanted, StringComparison.Ordinal))).ToList();
        var first = hits is [var hit, ..] ? hit.Start : 0;
        var start = first <= Before ? 0 : words.First(word => word.Start >= first - Before).Start;
        var end = Math.Min(text.Length, start + MaxLength - (2 * Ellipsis.Length));
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        var head = start > 0 ? Ellipsis : "";
        return new(
            head + text[start..end] + (end < text.Length ? Ellipsis : ""),
            [
                .. hits.Where(word => word.Start >= start && word.Start + word.Length <= end)
                    .Select(word => new SnippetMark(word.Start - start + head.Length, word.Length)),
            ]);
    }
}
