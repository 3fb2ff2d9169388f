namespace ZuperConnect.Benchmarks;

/// <summary>What is printed. Goals are shown, and never fail a run.</summary>
internal static class Report
{
    public static void Part(string part) => Console.WriteLine($"\n== {part} ==");

    public static void Title(string title) => Console.WriteLine($"\n{title}");

    public static void Line(string line) => Console.WriteLine($"  {line}");

    public static void Goal(string goal, bool met) => Line($"goal: {goal}: {(met ? "met" : "MISSED")}");
}
