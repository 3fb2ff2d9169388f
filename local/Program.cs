Console.WriteLine("ZuperConnect");
