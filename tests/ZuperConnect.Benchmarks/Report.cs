namespace ZuperConnect.Benchmarks;

/// <summary>Prints the results. A missed goal does not fail the run.</summary>
internal static class Report
{
    public static void Part(string part) => Console.WriteLine($"\n== {part} ==");

    public static void Title(string title) => Console.WriteLine($"\n{title}");

    public static void Line(string line) => Console.WriteLine($"  {line}");

    public static void Goal(string goal, bool met) => Line($"goal: {goal}: {(met ? "met" : "MISSED")}");
}
