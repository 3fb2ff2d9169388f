namespace ZuperConnect.Http.OpenApi;

/// <summary>
/// Describes a parameter that the handler reads from the request. A sealed subclass without constructor parameters is shared in the
/// document.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it means.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class OperationParameterAttribute(string name, string description) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it means.</summary>
    public string Description => description;

    /// <summary>The type of its value.</summary>
    public Type Type { get; init; } = typeof(string);

    /// <summary>The allowed values of a text.</summary>
    public string[]? Values { get; init; }

    /// <summary>The regular expression of a text.</summary>
    public string? Pattern { get; init; }

    /// <summary>The maximum length of a text.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>The minimum of a number.</summary>
    public int Minimum { get; init; } = int.MinValue;

    /// <summary>The maximum of a number.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>The default.</summary>
    public object? Default { get; init; }

    /// <summary>Whether a request must have it.</summary>
    public bool Required { get; init; }

    /// <summary>An example of its value.</summary>
    public object? Example { get; init; }
}

/// <summary>A parameter in the route.</summary>
/// <inheritdoc/>
public class RouteParameterAttribute(string name, string description) : OperationParameterAttribute(name, description);

/// <summary>A parameter in the query.</summary>
/// <inheritdoc/>
public class QueryParameterAttribute(string name, string description) : OperationParameterAttribute(name, description);

/// <summary>A parameter in a header.</summary>
/// <inheritdoc/>
public class HeaderParameterAttribute(string name, string description) : OperationParameterAttribute(name, description);
