namespace ZuperConnect.Http.OpenApi;

/// <summary>The length of a page (<see cref="RequestReading.Limit"/>).</summary>
public sealed class LimitParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    public LimitParameterAttribute()
        : base("limit", "The longest page.")
    {
        (Type, Minimum, Maximum, Default) = (typeof(int), 1, RequestReading.LongestPage, RequestReading.UsualPage);
    }
}

/// <summary>Where a page begins.</summary>
public sealed class CursorParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    /// <param name="description">What it means, where the list has more to say.</param>
    public CursorParameterAttribute(string description = "The `nextCursor` of the page before.")
        : base("cursor", description) => MaxLength = Cursors.MaxLength;
}

/// <summary>The number of the business that a list is about (<see cref="RequestReading.Number"/>).</summary>
public sealed class NumberParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    /// <param name="listed">What the list has.</param>
    public NumberParameterAttribute(string listed)
        : base("number", $"Only {listed} of this number of the business; all numbers where it is left out. The plus may be left out too.") =>
        (MaxLength, Example) = (PhoneNumber.MaxLength, "+14255550100");
}

/// <summary>
/// The tag of the state that a change means (<see cref="RequestReading.CheckIfMatch"/>). The operation refuses another with a 412.
/// </summary>
public sealed class IfMatchParameterAttribute() : HeaderParameterAttribute(
    "If-Match", "The `etag` that was read: the change is refused where somebody else was faster. Left out, it is made in any case.");

/// <summary>The tag of an answer that the client has (<see cref="TaggedJson"/>). The operation answers the same with a 304.</summary>
public sealed class IfNoneMatchParameterAttribute() : HeaderParameterAttribute(
    "If-None-Match", "The `ETag` of an earlier answer: where the answer would be the same, it is a 304 without a body.");
