using System.Globalization;

namespace ZuperConnect.Benchmarks;

/// <summary>The minimum, median and maximum of repeated measurements. On a busy machine, use the median.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> measured)
    {
        var sorted = measured.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 is 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(sorted[0], median, sorted[^1]);
    }

    public string ToString(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Min.ToString(format, CultureInfo.InvariantCulture)} to "
        + $"{Max.ToString(format, CultureInfo.InvariantCulture)})");
}
