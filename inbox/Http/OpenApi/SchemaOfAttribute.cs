namespace ZuperConnect.Http.OpenApi;

/// <summary>
/// Says that a property is described by the schema of another type, such as that of a UUID, or of an enum that the handler parses.
/// </summary>
/// <typeparam name="T">The type, or one that stands in SharedSchemas.cs.</typeparam>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class SchemaOfAttribute<T> : Attribute, ISchemaOf
{
    Type ISchemaOf.Type => typeof(T);
}

/// <summary>A <see cref="SchemaOfAttribute{T}"/> of any type.</summary>
public interface ISchemaOf
{
    /// <summary>The type.</summary>
    Type Type { get; }
}

/// <summary>Says that a JSON object has exactly one of some properties.</summary>
/// <param name="properties">Their names in C#.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExactlyOneAttribute(params string[] properties) : Attribute
{
    /// <summary>Their names in C#.</summary>
    public IReadOnlyList<string> Properties => properties;
}
