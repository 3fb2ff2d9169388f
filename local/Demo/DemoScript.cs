using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Local.Demo;

/// <summary>A step of the demo's week.</summary>
/// <param name="At">When it happens.</param>
/// <param name="By">Who does it: a member's id, or null for the customer.</param>
/// <param name="Verb">What happens: <c>text</c>, <c>failed</c> (a text), <c>call</c>, <c>note</c> (a comment), <c>job</c>, <c>done</c>
/// (that job), <c>reads</c>, <c>closes</c>.</param>
/// <param name="Text">The text, or the course of a call.</param>
internal sealed record DemoStep(DateTimeOffset At, string? By, string Verb, string Text);

/// <summary>A customer of the demo, with everything that happens with one number of the business.</summary>
/// <param name="Name">The name; null if the customer is not saved.</param>
/// <param name="Number">The customer number.</param>
/// <param name="Line">The name of the business's number; null if nothing happens.</param>
/// <param name="Email">The email address.</param>
/// <param name="Notes">The notes.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record DemoStory(
    string? Name, PhoneNumber Number, string? Line, string? Email, string? Notes, ImmutableArray<DemoStep> Steps);

/// <summary>
/// Parses the script of a week at a heating and plumbing business. Each line says who does what, and when: days ago at a time
/// (<c>5d 08:48</c>), after the previous line (<c>+7m</c>), or before now (<c>12m ago</c>). Today only has the last form, so that the order
/// is the same at any time of day.
/// </summary>
internal static partial class DemoScript
{
    /// <summary>The whole week, as seen at a time.</summary>
    /// <param name="now">The time at which the week ends, with the time zone offset to use.</param>
    public static ImmutableArray<DemoStory> Read(DateTimeOffset now)
    {
        var assembly = typeof(DemoScript).Assembly;
        return
        [
            .. from name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
               where name.StartsWith("Week/", StringComparison.Ordinal)
               from story in Read(new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd(), now)
               select story,
        ];
    }

    /// <summary>Parses one file of the script.</summary>
    public static IEnumerable<DemoStory> Read(string text, DateTimeOffset now) =>
        from story in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        select ReadStory(story.Trim().Split('\n'), now);

    private static DemoStory ReadStory(string[] lines, DateTimeOffset now)
    {
        var who = lines[0].TrimStart('#', ' ').Split(", ");
        var (email, notes, steps) = ((string?)null, (string?)null, ImmutableArray.CreateBuilder<DemoStep>());
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith("e-mail: ", StringComparison.Ordinal))
            {
                email = line["e-mail: ".Length..];
            }
            else if (line.StartsWith("notes: ", StringComparison.Ordinal))
            {
                notes = line["notes: ".Length..];
            }
            else
            {
                steps.Add(ReadStep(line, steps.LastOrDefault()?.At ?? now, now));
            }
        }

        return PhoneNumber.TryParse(who[1], out var number)
            ? new(who[0] is "-" ? null : who[0], number, who.ElementAtOrDefault(2), email, notes, steps.ToImmutable())
            : throw new FormatException($"The demo's script names a number that is none: {lines[0]}");
    }

    private static DemoStep ReadStep(string line, DateTimeOffset before, DateTimeOffset now)
    {
        var step = Step().Match(line);
        if (!step.Success)
        {
            throw new FormatException($"The demo's script has a line that cannot be read: {line}");
        }

        var (who, verb) = (step.Groups["who"].Value, step.Groups["verb"].Value.Trim());
        return new(TimeOf(step, before, now), who is "them" ? null : who, verb is "" ? "text" : verb, step.Groups["text"].Value.Trim());
    }

    private static DateTimeOffset TimeOf(Match step, DateTimeOffset before, DateTimeOffset now)
    {
        if (step.Groups["days"].Success)
        {
            var day = now.Date.AddDays(-Number("days"));
            return new(day + TimeSpan.ParseExact(step.Groups["clock"].Value, @"hh\:mm", CultureInfo.InvariantCulture), now.Offset);
        }

        var span = Number("many") * (step.Groups["unit"].Value is "h" ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        return step.Groups["ago"].Success ? now - span : before + span;

        int Number(string group) => int.Parse(step.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?:(?<days>\d)d (?<clock>\d\d:\d\d)|\+?(?<many>\d+)(?<unit>[mh])(?<ago> ago)?)\s+(?<who>[a-z]+)"
        + @"(?: (?<verb>note|job|done|failed|call|reads|closes)\b)?:?(?<text>.*)$")]
    private static partial Regex Step();
}
