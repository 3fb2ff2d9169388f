namespace ZuperConnect.Http.OpenApi;

/// <summary>Describes a header of an answer. The generator of the document adds those that follow from the status.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="name">The name of the header.</param>
/// <param name="description">What it says.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class ProducesHeaderAttribute(int status, string name, string description) : Attribute
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;

    /// <summary>The name of the header.</summary>
    public string Name => name;

    /// <summary>What it says.</summary>
    public string Description => description;

    /// <summary>The format of its value, such as <c>uri-reference</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the answer always has it.</summary>
    public bool Required { get; init; }
}

/// <summary>The header <c>ETag</c> of an answer whose JSON has the tag as <c>etag</c>, too.</summary>
/// <param name="status">The status of the answer.</param>
public sealed class ProducesETagAttribute(int status) : ProducesHeaderAttribute(status, "ETag", "The same as `etag`.");
