"""Made by build_tables.py of bashlex's grammar and tokenizer and grammar.py; not to be edited."""

from __future__ import annotations

DIGEST = 114701396648721
NAMES = (
    "arith_command arith_for_command case_clause case_clause_sequence case_command command compound_list "
    "cond_command coproc elif_clause empty for_command function_body function_def group_command "
    "if_command list list0 list1 list_terminator newline_list pattern pattern_list pipeline "
    "pipeline_command redirection redirection_list script select_command shell_command simple_command "
    "simple_command_element subshell timespec word_list"
)
KEYS = (
    "arith_for_command case_clause case_clause:pattern_list case_clause_sequence case_command command "
    "command:simple_command compound_list cond_command coproc elif_clause for_command function_body "
    "function_def group_command if_command list list0 list1 list1:pipeline_command newline_list pattern "
    "pattern:WORD pattern_list pipeline pipeline_command pipeline_command:pipeline redirection "
    "redirection_list redirection_list:redirection script:newline_list select_command shell_command "
    "simple_command simple_command:simple_command_element subshell timespec word_list word_list:WORD"
)
OPERATORS = (
    ("!", "BANG"),
    ("&&", "AND_AND"),
    ("||", "OR_OR"),
    (">>", "GREATER_GREATER"),
    ("<<", "LESS_LESS"),
    ("<&", "LESS_AND"),
    ("<<<", "LESS_LESS_LESS"),
    (">&", "GREATER_AND"),
    (";;", "SEMI_SEMI"),
    (";&", "SEMI_AND"),
    (";;&", "SEMI_SEMI_AND"),
    ("<<-", "LESS_LESS_MINUS"),
    ("&>", "AND_GREATER"),
    ("&>>", "AND_GREATER_GREATER"),
    ("<>", "LESS_GREATER"),
    (">|", "GREATER_BAR"),
    ("|&", "BAR_AND"),
    ("$end", "EOF"),
    ("(", "LEFT_PAREN"),
    (")", "RIGHT_PAREN"),
    ("|", "BAR"),
    (";", "SEMICOLON"),
    ("-", "DASH"),
    ("\n", "NEWLINE"),
    ("<", "LESS"),
    (">", "GREATER"),
    ("&", "AMPERSAND"),
)
RESERVED = (
    ("if", "IF"),
    ("then", "THEN"),
    ("else", "ELSE"),
    ("elif", "ELIF"),
    ("fi", "FI"),
    ("case", "CASE"),
    ("esac", "ESAC"),
    ("for", "FOR"),
    ("select", "SELECT"),
    ("while", "WHILE"),
    ("until", "UNTIL"),
    ("do", "DO"),
    ("done", "DONE"),
    ("in", "IN"),
    ("function", "FUNCTION"),
    ("time", "TIME"),
    ("{", "LEFT_CURLY"),
    ("}", "RIGHT_CURLY"),
    ("!", "BANG"),
    ("[[", "COND_START"),
    ("]]", "COND_END"),
    ("coproc", "COPROC"),
)
ACCEPTING = (
    "NEWLINE SEMICOLON AMPERSAND AND_AND OR_OR BAR BAR_AND LEFT_PAREN RIGHT_PAREN LEFT_CURLY RIGHT_CURLY "
    "SEMI_SEMI SEMI_AND SEMI_SEMI_AND IF THEN ELSE ELIF FI ESAC WHILE UNTIL DO DONE COPROC TIME TIMEOPT "
    "TIMEIGN BANG COND_END ARITH_CMD ARITH_FOR_EXPRS"
)
SPECIAL = (
    ("-p", "TIME", "TIMEOPT"),
    ("--", "TIMEOPT", "TIMEIGN"),
    ("do", "ARITH_FOR_EXPRS", "DO"),
    ("{", "ARITH_FOR_EXPRS", "LEFT_CURLY"),
)
