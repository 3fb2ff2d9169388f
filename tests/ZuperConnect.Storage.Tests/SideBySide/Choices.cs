using CsCheck;

namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>Chooses among a few values.</summary>
internal static class Choices
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);
}
